"""The local web app: a request becomes a visit, a page function answers it from the record, and one template or JSON writes the answer."""
