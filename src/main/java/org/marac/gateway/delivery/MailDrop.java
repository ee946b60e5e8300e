package org.marac.gateway.delivery;

import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Handler;
import org.apache.camel.Header;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;

/** The mail door, outbound: a sealed disclosure is delivered when a mail server has taken it. */
public final class MailDrop {
    private final Letters letters;

    /** Sends mail. */
    @FunctionalInterface
    public interface Letters {
        /** Returns once the mail server has said whether it has it. */
        Taken send(AgencyId agency, long logIndex, Bytes sealed);
    }

    /** Has a mail server taken it? */
    public enum Taken {
        YES,
        /** It may later. */
        NOT_NOW,
        /** It never will. */
        NEVER,
        /** There is no server. */
        AWAY
    }

    /** @param letters sends mail */
    public MailDrop(Letters letters) {
        this.letters = letters;
    }

    /**
     * Sends one.
     *
     * @param sealed the exact bytes
     * @param logIndex where the audit log has it
     * @param agency for whom, as the route names it
     */
    @Handler
    public void drop(
            @Body byte[] sealed, @Header(FileDrop.LOG_INDEX) long logIndex, @ExchangeProperty("agency") String agency) {
        switch (letters.send(new AgencyId(agency), logIndex, Bytes.of(sealed))) {
            case YES -> {
                // It is on its way.
            }
            case NOT_NOW -> throw new NotNow("its mail server does not take it now");
            case NEVER -> throw new NotTaken("mail-server-refuses-it");
            case AWAY -> throw new DoorAway("its mail server cannot be reached");
        }
    }
}
