package org.marac.gateway.model;

/** Who a person is in one case. Roles are per case, never per person: a victim of one case may be accused in another. */
public enum Role {
    VICTIM,
    ALLEGED_PERPETRATOR,
    CHILD,
    /** Another person: an associate, a relative, an informant. */
    OTHER,
    /** Nobody in particular: the case as a whole. */
    CASE
}
