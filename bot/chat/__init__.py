"""The conversation in Telegram: access, commands, buttons. Each handler parses, calls one service and replies."""
