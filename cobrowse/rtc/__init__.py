"""What travels by WebRTC: the page's sound, and its picture where a WebSocket is not the better way."""
