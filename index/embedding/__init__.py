"""Text to vectors: sentence-transformers as interface and reference, ONNX Runtime at work."""
