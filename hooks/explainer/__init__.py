"""The core of the explainer generator: source texts and data in, finished pages out.

Nothing in this package knows the site engine that will publish its pages.
"""
