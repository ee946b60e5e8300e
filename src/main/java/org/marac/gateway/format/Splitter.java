package org.marac.gateway.format;

import java.io.IOException;
import java.io.InputStream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refused;

/**
 * Takes an agency's spreadsheets and forms apart: each row of a CSV file or a workbook, and each referral form, becomes one
 * flat JSON object. What a file is, its bytes say, not its name. Safe to share between threads.
 */
public final class Splitter {
    private static final int[] ZIP = {'P', 'K', 3, 4};
    private static final int[] OLD_OFFICE = {0xd0, 0xcf, 0x11, 0xe0};

    private final Mappings mappings;

    /** @param mappings which sheet, and which labels, an agency's files have */
    public Splitter(Mappings mappings) {
        this.mappings = mappings;
    }

    /** A file that can be read more than once. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    /** Is told of what is in a file. */
    public interface Each {
        /**
         * A row.
         *
         * @param number as a spreadsheet numbers it: the header is row 1; of a form always 1
         * @param row {@code application/vnd.marac.row+json}
         */
        void row(int number, Bytes row) throws IOException;

        /**
         * Something that was not read and is no part of any row.
         *
         * @param place where it stands; never what it says
         * @param code why
         */
        void notRead(String place, String code) throws IOException;
    }

    /**
     * Goes through a file, holding of a CSV file no more than a row.
     *
     * @throws Refused {@code UNREADABLE} or {@code UNSUPPORTED}: nothing more of it can be read; the rows before stand
     * @throws IOException the file is not there to be read, or {@code each} says so
     */
    public void split(AgencyId agency, Source file, Each each) throws Refused, IOException {
        int[] first = new int[ZIP.length];
        try (InputStream in = file.open()) {
            for (int i = 0; i < first.length; i++) {
                first[i] = in.read();
            }
        }
        if (java.util.Arrays.equals(first, ZIP)) {
            new OfficeFile(mappings, agency).split(file, each);
        } else if (java.util.Arrays.equals(first, OLD_OFFICE)) {
            // Also what a workbook with a password looks like.
            throw Refusals.unsupported("old-or-locked-office-file");
        } else {
            CsvSheet.split(file, each);
        }
    }

    /** A line of a CSV file (RFC 4180), its end included: no cell of it is a formula to a spreadsheet program. */
    public static String line(java.util.List<String> cells) {
        return CsvSheet.line(cells);
    }
}
