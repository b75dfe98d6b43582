"""The offline bundle: one folder with the project, every package it needs, and a start script."""
