package org.marac.gateway.disclosure;

import org.marac.gateway.model.DataCategory;

/**
 * A protected value in a text.
 *
 * @param start where it begins
 * @param end where it ends, exclusive
 * @param nextDoor whether it is the right street and the number of another house
 * @param sought the value
 */
record Hit(int start, int end, boolean nextDoor, Sought sought) {

    /**
     * Whether this viewer may not read it.
     *
     * @param where the category of the text
     * @param inAddress whether the text is part of an address, where the number of the house is never far
     */
    boolean isHiddenFrom(Viewer viewer, DataCategory where, boolean inAddress) {
        boolean loose = nextDoor || sought.spelling().form().kind() == Spelling.Kind.HOUSE_IN_SHORT;
        // A street is too near to a refuge to be named, and not to a house the whole street knows.
        return sought.isHiddenFrom(viewer, where) && (!loose || sought.isSafe() && !(nextDoor && inAddress));
    }
}
