"""What an editor is told while a file is being typed; plain values, no protocol."""
