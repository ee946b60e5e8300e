package org.marac.gateway.model;

/** What becomes of what no machine should pass on: a protected value in a text, a document nobody could search. */
public enum Doubt {
    /** It stays in the view, and a person must look before the view goes. */
    WAITS,
    /** It is left out, and the rest goes. */
    IS_LEFT_OUT
}
