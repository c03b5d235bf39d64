"""A body of known joint angles and a camera, numpy only: truth for tests and for planning a filming set-up.

The way through the room: a motion (:mod:`~endrange.synthetic.motions`) moves a body
(:mod:`~endrange.synthetic.body`), a camera (:mod:`~endrange.synthetic.camera`) sees it, networks err about it
(:mod:`~endrange.synthetic.noise`), and :func:`~endrange.synthetic.film.film` gives the looks together with the truth.
"""
