"""Words that any question about the desk may use beside those of its own kind."""

from __future__ import annotations

from typing import Final

FILLER: Final = frozenset(
    "a an the this that these those i me my we us our you your yourself it its is are am was were"
    " be been being do does did done can could would will should shall may might must have has had"
    " to of for in on at with about from by as into and or so if when then there here what which"
    " who how why where please tell show explain hi hello hey dear good morning afternoon evening"
    " thanks thank ok okay well just really actually exactly only always ever also any some all"
    " every each one ones more other else kindly know want like mean means meant meaning say says"
    " saying get let not no never don't doesn't didn't can't cannot couldn't won't wouldn't isn't"
    " aren't what's who's how's where's i'm i'd you're it's that's refdesk service services desk"
    " tool site website app assistant system question questions answer answers answered answering"
    " ask asked asking but yet than".split()
)
