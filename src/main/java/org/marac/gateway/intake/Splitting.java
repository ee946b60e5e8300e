package org.marac.gateway.intake;

import java.io.IOException;
import java.io.InputStream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refused;

/** Takes a spreadsheet or a form apart: each row, or the one form, as a flat JSON object. */
@FunctionalInterface
public interface Splitting {
    /**
     * Goes through a file once, holding no more of it than a row.
     *
     * @param agency whose file it is
     * @param file what is in it
     * @param each told of each row in order
     * @throws Refused nothing more of the file can be read; what came before stands
     * @throws IOException the file is not there to be read, or {@code each} says so
     */
    void split(AgencyId agency, Source file, Each each) throws Refused, IOException;

    /** A file that can be read more than once. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /** Is told of what is in a file. */
    interface Each {
        /**
         * A row.
         *
         * @param number as a spreadsheet numbers it: the header is row 1; of a form always 1
         * @param row {@code application/vnd.marac.row+json}
         */
        void row(int number, Bytes row) throws IOException;

        /**
         * Something that was not read and is not part of any row.
         *
         * @param place where it stands; never what it says
         * @param code why
         */
        void notRead(String place, String code) throws IOException;
    }
}
