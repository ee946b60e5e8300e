package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.PartnerAnswer;

/** What did agencies' systems answer, as it is kept with the cases? The caller opens and commits the transaction. */
public final class KeptAnswers {
    private static final int MOST = 500;
    private static final String FIELDS = "select a.message_ref, a.sender, a.case_ref, a.received_at, a.code,"
            + " a.parked is not null parked from partner_answer a join marac_case c using (case_ref)"
            + " where c.wrapped_key is not null";
    private static final String LATEST = FIELDS + " order by a.received_at desc, a.message_ref limit " + MOST;
    private static final String OF_CASE =
            FIELDS + " and a.case_ref = ? order by a.received_at desc, a.message_ref limit " + MOST;
    private static final String ONE = FIELDS + " and a.message_ref = ? for update of a";
    private static final String SAID = "select a.evidence, c.wrapped_key from partner_answer a"
            + " join marac_case c using (case_ref)"
            + " where a.case_ref = ? and a.message_ref = ? and c.wrapped_key is not null";

    private final KeyCustody custody;

    KeptAnswers(KeyCustody custody) {
        this.custody = custody;
    }

    /** The latest of all cases, the latest first. */
    public List<PartnerAnswer.Kept> latest(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LATEST)) {
            return all(select);
        }
    }

    /** Those of one case, the latest first. */
    public List<PartnerAnswer.Kept> of(Connection connection, String caseRef) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OF_CASE)) {
            select.setObject(1, Marked.reference(caseRef));
            return all(select);
        }
    }

    /** One of them, and it stays with its case before the transaction ends; empty where there is none, or none any more. */
    public Optional<PartnerAnswer.Kept> lock(Connection connection, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ONE)) {
            select.setObject(1, Marked.reference(id));
            return all(select).stream().findFirst();
        }
    }

    /** What the agency's system said; empty where the case has no such answer, or was disposed of. */
    public Optional<Bytes> said(Connection connection, String caseRef, String id) throws SQLException {
        UUID kept = Marked.reference(caseRef);
        UUID message = Marked.reference(id);
        try (PreparedStatement select = connection.prepareStatement(SAID)) {
            select.setObject(1, kept);
            select.setObject(2, message);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(Bytes.of(CaseKey.unwrap(custody, kept, row.getBytes("wrapped_key"))
                                .decrypt(row.getBytes("evidence"), "partner_answer", "evidence", message.toString())))
                        : Optional.empty();
            }
        }
    }

    private static List<PartnerAnswer.Kept> all(PreparedStatement select) throws SQLException {
        List<PartnerAnswer.Kept> all = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                all.add(new PartnerAnswer.Kept(
                        Pseudonyms.text(row.getObject("message_ref", UUID.class)),
                        new AgencyId(row.getString("sender")),
                        Pseudonyms.text(row.getObject("case_ref", UUID.class)),
                        row.getTimestamp("received_at").toInstant(),
                        Optional.ofNullable(row.getString("code")).map(PartnerAnswer.Code::valueOf),
                        row.getBoolean("parked")));
            }
        }
        return all;
    }
}
