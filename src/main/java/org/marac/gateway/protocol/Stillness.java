package org.marac.gateway.protocol;

/**
 * Has a folder changed, and does it lie still? What has changed is read once it is the same from one look to the next, so
 * that nothing is read while it is being written.
 */
final class Stillness {
    /** A folder that never comes to rest is read all the same. */
    private static final int MOST_RESTLESS_LOOKS = 5;

    private String taken;
    private String seen;
    private int restless;

    /** @param state as it was read first */
    Stillness(String state) {
        this.taken = state;
        this.seen = state;
    }

    /** One look: whether what is there now must be read. */
    boolean look(String state) {
        if (state.equals(taken)) {
            seen = state;
            restless = 0;
            return false;
        }
        if (!state.equals(seen) && restless < MOST_RESTLESS_LOOKS) {
            seen = state;
            restless++;
            return false;
        }
        return true;
    }

    /** It was read as it was then. */
    void read(String state) {
        taken = state;
        seen = state;
        restless = 0;
    }
}
