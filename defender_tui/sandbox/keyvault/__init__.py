"""Key Vault: secrets, for those who may read them."""
