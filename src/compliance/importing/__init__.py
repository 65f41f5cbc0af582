"""What process miners use, made into ours: DECLARE models into rule packs, event logs into evidence folders."""
