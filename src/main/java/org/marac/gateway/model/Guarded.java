package org.marac.gateway.model;

/**
 * A value that must not reach whoever may not see its material, wherever it stands: an address in a sentence gives a
 * refuge away as surely as an address in its field.
 *
 * @param material what it is
 * @param kind how it is written, so that its other spellings can be found
 * @param text the value; personal data, so never logged
 */
public record Guarded(Material material, Kind kind, String text) {

    /** How a value is written. */
    public enum Kind {
        /** Lines of a postal address joined by commas, the most particular first. */
        ADDRESS,
        POSTCODE,
        TELEPHONE,
        EMAIL,
        NAME,
        /** A school, a refuge, an employer: the name of a place or body. */
        PLACE,
        IDENTIFIER
    }

    /** Without the value. */
    @Override
    public String toString() {
        return "Guarded[" + material + ", " + kind + "]";
    }
}
