"""WebRTC on the server: ICE and TURN credentials, peers, tracks, the echo test."""
