"""What people do, without a screen."""
