"""An embedded Bot API server and a chat page: try everything without Telegram."""
