"""GraphQL over HTTP: the business question first, the law graph second.

``facts`` makes the input types from the vocabulary; ``posing`` says how a question is put, and
``question`` gathers all of them; ``assessment``, ``finding``, ``proof`` and ``law`` are what can
be asked of the answer and of the law, ``outcome`` is what comes of a question without one;
``schema`` joins them, ``app`` and ``body`` speak HTTP, ``serve`` runs it. Nothing about law is
decided here: a resolver reads its arguments, calls ``kg`` and wraps the result.
"""
