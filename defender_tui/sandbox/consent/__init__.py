"""The page on which an administrator consents to what an application asks for."""
