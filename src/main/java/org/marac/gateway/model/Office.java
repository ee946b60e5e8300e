package org.marac.gateway.model;

/** In what office a person acts at the gateway: what the MARAC's own people may do is given to offices, not to names. */
public enum Office {
    /** Keeps the MARAC record and looks at what waits. */
    COORDINATOR,
    /** Stands in for the coordinator. */
    DEPUTY,
    /** Chairs the MARAC. */
    CHAIR,
    /** Data protection officer. */
    DPO,
    /** Looks, and decides nothing. */
    AUDITOR
}
