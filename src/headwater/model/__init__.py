"""The words of the field as small immutable types. No behaviour beyond what a value can say of itself."""
