"""The project in one folder for a desk without a network: its files, every package it needs, and a start script."""
