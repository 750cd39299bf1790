"""Cases by which the question policy is trained and measured: families, frames, perturbations."""
