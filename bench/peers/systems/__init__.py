"""The systems that are compared. Each module has PACKAGES, SETTING and `make`, see `bench.peers.systems.system`."""
