package org.marac.gateway.delivery;

import java.io.IOException;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Handler;
import org.apache.camel.Header;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;

/** The files door, outbound: a sealed disclosure is delivered when it lies, whole and durable, in its recipient's folder. */
public final class FileDrop {
    /** Under which entry of the audit log the disclosure stands; never leaves by any other door. */
    static final String LOG_INDEX = "marac_log_index";

    private final Folder folder;

    /** Where an agency finds what is for it. */
    @FunctionalInterface
    public interface Folder {
        /** Puts it there, whole or not at all; the same again changes nothing. */
        void put(AgencyId agency, long logIndex, Bytes sealed) throws IOException;
    }

    /** @param folder where agencies find what is for them */
    public FileDrop(Folder folder) {
        this.folder = folder;
    }

    /**
     * Puts one there.
     *
     * @param sealed the exact bytes
     * @param logIndex where the audit log has it
     * @param agency for whom, as the route names it
     */
    @Handler
    public void drop(@Body byte[] sealed, @Header(LOG_INDEX) long logIndex, @ExchangeProperty("agency") String agency)
            throws IOException {
        folder.put(new AgencyId(agency), logIndex, Bytes.of(sealed));
    }
}
