package org.marac.gateway.audit;

/** What is checked of an exported log? Numbers are those an auditor's report names. */
public enum Check {
    KEY(1, "the key is that of the log"),
    SIGNATURE(2, "the checkpoint is signed by the key"),
    ROOT(3, "the entries give the root hash"),
    TILES(4, "every tile is that of the entries, and no file is missing or more"),
    CHECKPOINTS(5, "older checkpoints are of the same history"),
    ENTRIES(8, "every entry is of its form, at its place, in time, without forbidden text"),
    PERMITS(9, "every disclosure has its permit, every delivery its disclosure"),
    DECISIONS(11, "every decision is the one the signed protocol makes");

    private final int number;
    private final String title;

    Check(int number, String title) {
        this.number = number;
        this.title = title;
    }

    /** Its number. */
    public int number() {
        return number;
    }

    /** What holds when nothing was found. */
    public String title() {
        return title;
    }
}
