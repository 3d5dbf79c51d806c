"""GraphQL over HTTP: the business question first, the law graph second.

``facts`` makes the input types from the vocabulary; ``posing`` says how a question is put, and
``question`` gathers all of them; ``assessment``, ``finding``, ``proof`` and ``law`` are what can
be asked of the answer and of the law, ``outcome`` is what comes of a question without one;
``catalogue`` and what it gathers look things up; ``schema`` joins them. ``limits`` and ``cost``
say how much may be asked; ``wire``, ``envelope``, ``body``, ``endpoint`` and ``app`` speak HTTP,
``queue``, ``deadline`` and ``cache`` stand between them and the work, ``serve`` and ``workers``
run it; ``site`` and what it gathers are the pages and files. Nothing about law is decided here:
a resolver reads its arguments, calls ``kg`` and wraps the result.
"""
