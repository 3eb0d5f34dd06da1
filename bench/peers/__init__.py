"""Wenzheng beside other retrieval libraries: the same chunks, vectors, model and questions, in one run.

    python -m bench.peers setup                  an environment for the peers, in .peers/ (once, some 2 GB, minutes)
    python -m bench.peers --home HOME            the table, with one row for each system

corpus      the chunks of a home's first reports, written out for all
questions   which questions are asked, and which passages answer them
systems/    one file each: how a system is built, searched and added to
worker      one system in a process of its own, in the environment it needs
processes   the side of the worker that asks
measure     one run: builds, rounds of questions in turn, an added report
table       the rows as Markdown
"""
