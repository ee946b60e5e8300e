package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Notice;

/**
 * Mail that nothing proves to be an agency's, for the coordinator to look at: once a day of each agency it says it is from, and once of all the rest.
 * The caller opens and commits the transaction.
 */
public final class UnprovedMail {
    private final Pseudonyms pseudonyms;
    private final Notices notices = new Notices();

    /** @param pseudonyms keyed hashes to know a day by */
    public UnprovedMail(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    /**
     * Puts it on the list.
     *
     * @param says whose address it says it is from; empty where that is no agency's
     * @return what is on the list now; empty where it was there this day
     */
    public Optional<Notice> tell(Connection connection, Optional<AgencyId> says, Instant at) throws SQLException {
        String day = LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
        UUID mark = pseudonyms.mark("mail-day", says.map(AgencyId::value).orElse(""), day);
        Notice.Code code = says.isPresent() ? Notice.Code.MAIL_UNPROVED : Notice.Code.MAIL_OF_NOBODY;
        return notices.raise(connection, List.of(new Notices.Cause(code, mark, mark)), at).stream()
                .findFirst();
    }
}
