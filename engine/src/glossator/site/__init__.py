"""The HTML site: page context, metadata, search, notebooks to download, archive, sitemap, repository links, theme.

In: resolved pages. Out: the files of the site. Reads the same records as `glossator.export`.
"""
