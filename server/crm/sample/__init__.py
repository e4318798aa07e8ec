"""The sample office's clients, appointments and papers. Everybody in it is invented."""
