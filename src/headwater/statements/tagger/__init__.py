"""The accurate mode: a small trained network that marks cues and, for each, its source and content.

pieces     words as the encoder's word pieces
features   everything else that is read of a parsed paragraph, as arrays
network    the two ONNX graphs: word pieces -> states and cue scores; a cue and its tokens -> roles
decoding   scores -> drafts with exact spans

The weights are made by ``scripts/training/train.py``; ``weights/`` holds them with their card (docs/tagger.md).
"""
