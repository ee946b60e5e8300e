package org.marac.gateway.model;

import java.util.Optional;

/**
 * Someone who told an agency of the alleged perpetrator, or asked about them, and whom the alleged perpetrator must never
 * find out: a protected person of the case, though no party of it.
 *
 * @param name who
 * @param capacity as what they came forward
 * @param telephone how to reach them
 * @param address where they live
 */
public record Informant(String name, Capacity capacity, Optional<String> telephone, Optional<Person.Address> address) {

    /** As what someone came forward. */
    public enum Capacity {
        /** Asked the police about a partner's past (Domestic Violence Disclosure Scheme, "Clare's Law"), or someone did for them. */
        DISCLOSURE_SCHEME_APPLICANT,
        /** Told an agency in confidence. */
        INFORMANT,
        /** Saw or heard it, and may be named in proceedings, but not here. */
        WITNESS
    }
}
