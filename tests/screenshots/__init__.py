"""Pictures of the screens, made from the sandbox with a fixed seed and a still clock."""
