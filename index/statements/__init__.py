"""What reports state: figures with their indicator, stage and period; things named."""
