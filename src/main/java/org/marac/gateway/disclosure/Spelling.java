package org.marac.gateway.disclosure;

import java.util.Set;

/**
 * One way to write a protected value.
 *
 * @param letters letters and digits as {@link Folded} gives them
 * @param form how it must stand in the text to be that value
 */
record Spelling(String letters, Form form) {

    /**
     * How a spelling must stand in a text.
     *
     * @param kind what it is
     * @param gaps in how many places the text may begin a new word within it, unless it is spelt letter by letter
     * @param prefix how many letters stand before the name: initials or a title, which end a word
     * @param houses for a street: the numbers of its houses
     */
    record Form(Kind kind, int gaps, int prefix, Set<String> houses) {
        Form {
            houses = Set.copyOf(houses);
        }

        Form(Kind kind, int gaps) {
            this(kind, gaps, 0, Set.of());
        }
    }

    /** What a spelling is. */
    enum Kind {
        /** A house, or a street with the house's number. */
        HOUSE(true),
        STREET(true),
        /** A street that almost every town has: only with the number. */
        COMMON_STREET(true),
        /** A house without the word house: only where nobody may know of it. */
        HOUSE_IN_SHORT(true),
        POSTCODE(true),
        TELEPHONE(true),
        /** A number without the code of its town. */
        LOCAL_NUMBER(true),
        EMAIL(true),
        IDENTIFIER(true),
        /** A full name, or a surname few people have. */
        NAME(false),
        INITIALS(false),
        PLACE(false);

        private final boolean whereabouts;

        Kind(boolean whereabouts) {
            this.whereabouts = whereabouts;
        }

        /**
         * Whether it leads to somebody. The same name may be another person's and the same school another child's;
         * where somebody lives or answers is the same for all.
         */
        boolean isWhereabouts() {
            return whereabouts;
        }
    }
}
