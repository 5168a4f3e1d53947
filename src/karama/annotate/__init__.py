"""An article's parse in, stand-off layers out: dates, toponyms, mentions, quantities, attributions."""
