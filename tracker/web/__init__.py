"""The pages: Flask, forms and templates. Reads through `store.queries`, writes through `services`."""
