package org.marac.gateway.record;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.MatchKeys;
import org.marac.gateway.model.Memory;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.PartnerAnswer;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Recalled;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Seen;
import org.marac.gateway.model.Turn;

/**
 * The MARAC record: cases, the people in them, and what was said about them, encrypted per case. The caller opens and
 * commits the transaction.
 */
public final class CaseRecord {
    private final KeyCustody custody;
    private final Pseudonyms pseudonyms;
    private final Matching matching;
    private final CaseTables tables;
    private final Entering entering;
    private final Leads leads;
    private final Notices notices;
    private final Recollecting recollecting;
    private final Correcting correcting;
    private final Conversations conversations;
    private final Candidates candidates;
    private final Sides sides;
    private final KeptAnswers keptAnswers;
    private final IdentityChanges identityChanges;
    private final PartnerAnswers partnerAnswers;

    /**
     * @param custody who keeps the key above the cases' keys
     * @param pseudonyms keyed hashes to find people and pairs by
     * @param matching by which keys people are recognised
     */
    public CaseRecord(KeyCustody custody, Pseudonyms pseudonyms, Matching matching) {
        this.custody = custody;
        this.pseudonyms = pseudonyms;
        this.matching = matching;
        this.tables = new CaseTables();
        this.leads = new Leads(tables);
        this.notices = new Notices();
        this.identityChanges = new IdentityChanges(custody, notices);
        this.partnerAnswers = new PartnerAnswers(custody, pseudonyms, notices);
        this.candidates = new Candidates();
        this.recollecting = new Recollecting(custody, leads, tables, candidates);
        this.correcting = new Correcting(tables);
        this.conversations = new Conversations(tables, correcting);
        this.entering = new Entering(custody, pseudonyms, tables, leads, candidates, notices, partnerAnswers);
        this.sides = new Sides(custody, recollecting);
        this.keptAnswers = new KeptAnswers(custody);
    }

    /** What is known of a message's people? */
    public interface Matching {
        /** By which keys they are recognised. */
        MatchKeys keys(Message message);

        /** By which keys people are recognised of whom it is not said what part they have. */
        List<MatchKeys.Subject> subjects(List<Person> people);

        /** What later messages of the case must know. */
        Memory remember(Message message);
    }

    /**
     * What is filed.
     *
     * @param message what was said
     * @param view what the record may hold of it, in canonical form
     * @param evidence the bytes as received
     * @param whole all of it in canonical form, where some of it waits for a person
     * @param receivedAt when
     * @param seen what of the record it was decided on; empty where the record was not asked
     */
    public record Filing(
            Message message,
            Bytes view,
            Bytes evidence,
            Optional<Bytes> whole,
            Instant receivedAt,
            Optional<Seen> seen) {}

    /**
     * A message in the record.
     *
     * @param messageRef its pseudonym
     * @param caseRef its case's pseudonym
     * @param sender who said it
     * @param kind what kind it is
     * @param receivedAt when
     * @param view what the record may hold of it, in canonical form
     * @param evidence the bytes as received
     * @param whole all of it in canonical form, where some of it waits for a person
     * @param correctedBy pseudonym of what its sender said instead, or withdrew it by
     */
    public record Filed(
            String messageRef,
            String caseRef,
            AgencyId sender,
            MessageKind kind,
            Instant receivedAt,
            Bytes view,
            Bytes evidence,
            Optional<Bytes> whole,
            Optional<String> correctedBy) {}

    /**
     * A case, without what was said in it.
     *
     * @param caseRef its pseudonym
     * @param openedAt when
     * @param disposedAt when its key was destroyed
     * @param messages pseudonyms of its messages, oldest first
     */
    public record CaseSummary(String caseRef, Instant openedAt, Optional<Instant> disposedAt, List<String> messages) {
        public CaseSummary {
            messages = List.copyOf(messages);
        }
    }

    /**
     * A message that was filed.
     *
     * @param caseRef the case's pseudonym
     * @param notices what the coordinator must be told of, each for the first time
     */
    public record Entered(String caseRef, List<Notice> notices) {
        public Entered {
            notices = List.copyOf(notices);
        }
    }

    /**
     * What is corrected.
     *
     * @param caseRef its case's pseudonym
     * @param messageRef its pseudonym
     * @param chain pseudonyms of it and of everything it took the place of in its turn
     */
    public record Superseded(String caseRef, String messageRef, List<String> chain) {
        public Superseded {
            chain = List.copyOf(chain);
        }
    }

    /**
     * Where a message stands.
     *
     * @param turn its turn in its sender's conversation
     * @param last what its sender said last there of the same person; empty where nothing did, or where it is overtaken
     */
    public record Place(Turn turn, Optional<Filed> last) {}

    /**
     * Marks what is corrected; file the correction afterwards, in the same transaction. Nobody else corrects the same
     * before it ends.
     *
     * @throws Refused {@code NOT_CORRECTABLE} where the sender said no such message, where another correction stands in
     *     its place already, or where the correction is of another kind or about another person than the case's
     */
    public Superseded supersede(Connection connection, Correction correction) throws SQLException, Refused {
        return correcting.supersede(connection, correction, marked(correction));
    }

    /**
     * Files the message in its case, and opens one where there is none. Where another transaction opens the same case at
     * this moment, one of the two fails with a unique violation and must be begun again. Until the transaction ends, nothing
     * else is filed about anyone in it, or in a case that it was decided on.
     *
     * @return empty where what it was decided on is not so any more; nothing may be kept of this transaction then
     */
    public Optional<Entered> file(Connection connection, Filing filing) throws SQLException {
        return entering.file(connection, filing, marked(filing.message()), matching.remember(filing.message()));
    }

    /**
     * Whether what a filed message was decided on is still so; if it is, until the transaction ends.
     *
     * @param seen what of the record it was decided on; empty where the record was not asked
     */
    public boolean stands(Connection connection, Message message, Optional<Seen> seen) throws SQLException {
        Optional<Grounds> grounds = leads.grounds(connection, marked(message), seen);
        return grounds.isPresent() && grounds.get().stand(connection);
    }

    /**
     * What the record remembers of the case this message will be filed in, and of the cases linked with it. Nothing is
     * opened where nobody in it is known.
     */
    public Recalled recall(Connection connection, Message message) throws SQLException {
        return recollecting.of(connection, marked(message));
    }

    /**
     * Where a message that names its conversation stands in it.
     *
     * @throws Refused {@code NOT_CORRECTABLE} where it follows what was taken back, takes back what was said again, or takes
     *     back one of several without saying which
     */
    public Place place(Connection connection, Message message, Instant receivedAt) throws SQLException, Refused {
        Marked marked = marked(message);
        Conversations.Place place = conversations.place(connection, message, marked, receivedAt);
        Optional<CaseTables.Stored> last = place.last().isPresent()
                ? tables.latest(connection, place.last().get())
                : Optional.empty();
        return new Place(place.turn(), last.map(stored -> stored.read(custody)));
    }

    /**
     * Keeps the turn of a message that was filed in this transaction.
     *
     * @return whether it still was its turn; where it was not, nothing may be kept of this transaction
     */
    public boolean speak(Connection connection, Message message, Turn turn, Instant receivedAt) throws SQLException {
        return conversations.speak(connection, message, marked(message), turn, receivedAt);
    }

    /**
     * Keeps what an agency did to its own records with every case that knows one of the people exactly. No case is opened,
     * and none is moved.
     *
     * @param evidence what it said
     * @return what the coordinator must be told of
     */
    public List<Notice> review(
            Connection connection, AgencyId sender, IdentityChange change, Bytes evidence, Instant receivedAt)
            throws SQLException {
        List<Marked.Subject> people = matching.subjects(change.people()).stream()
                .map(who -> Marked.subject(who, pseudonyms))
                .toList();
        UUID message = Marked.reference(pseudonyms.messageRef(sender, change.id()));
        return identityChanges.keep(connection, message, sender, people, evidence, receivedAt);
    }

    /** By these ids this agency may answer what it is being sent of this case. */
    public void asked(Connection connection, AgencyId agency, String caseRef, List<UUID> ids) throws SQLException {
        partnerAnswers.asked(connection, agency, Marked.reference(caseRef), ids);
    }

    /**
     * Keeps what an agency's system answered with the case of what it answers; where that is not known, in a case of its own until
     * something of its conversation comes.
     *
     * @param evidence what it said
     */
    public Entered answered(
            Connection connection, AgencyId sender, PartnerAnswer answer, Bytes evidence, Instant receivedAt)
            throws SQLException {
        return partnerAnswers.keep(connection, sender, answer, evidence, receivedAt);
    }

    /** What the coordinator should look at. */
    public Notices notices() {
        return notices;
    }

    /** Which cases may be of the same people. */
    public Candidates candidates() {
        return candidates;
    }

    /** Who the people of a case are; empty where there is none or it was disposed of. */
    public Optional<Candidate.Side> side(Connection connection, String caseRef) throws SQLException {
        return sides.of(connection, Marked.reference(caseRef));
    }

    /** What agencies' systems answered. */
    public KeptAnswers answers() {
        return keptAnswers;
    }

    /** The bytes that gave cause for a notice, where they are kept with the case. */
    public Optional<Bytes> cause(Connection connection, Notice notice) throws SQLException {
        return switch (notice.code()) {
            case IDENTITY_CHANGED ->
                identityChanges.said(connection, Marked.reference(notice.caseRef()), Marked.reference(notice.about()));
            case ANSWERED, ANSWER_PARKED -> keptAnswers.said(connection, notice.caseRef(), notice.about());
            default -> Optional.empty();
        };
    }

    /** The message, by the pseudonym the audit log gives it; empty where there is none or its case was disposed of. */
    public Optional<Filed> message(Connection connection, String messageRef) throws SQLException {
        return tables.message(connection, Marked.reference(messageRef)).map(stored -> stored.read(custody));
    }

    /** What its sender said last in the place of this message; the message itself where nothing corrects it. */
    public Optional<Filed> latest(Connection connection, AgencyId sender, MessageId message) throws SQLException {
        return tables.latest(connection, Marked.reference(pseudonyms.messageRef(sender, message)))
                .map(stored -> stored.read(custody));
    }

    /** What was said in the case this message belongs to and stands, oldest first; nothing where there is no such case. */
    public List<Filed> standing(Connection connection, Message message) throws SQLException {
        Marked marked = marked(message);
        Optional<Found.Case> chosen = leads.choose(connection, marked, leads.find(connection, marked, List.of()));
        return chosen.isEmpty()
                ? List.of()
                : tables.standing(connection, chosen.get().caseRef()).stream()
                        .map(stored -> stored.read(custody))
                        .toList();
    }

    /** Nothing of the message waits any more: what the record may not hold of it goes. */
    public void settled(Connection connection, String messageRef) throws SQLException {
        tables.settled(connection, Marked.reference(messageRef));
    }

    /** All cases, oldest first, those disposed of included. */
    public List<CaseSummary> cases(Connection connection) throws SQLException {
        return tables.cases(connection);
    }

    /**
     * Destroys the case's key, and with it everything said in the case; its people can no longer be found by it.
     *
     * @return whether there was such a case, not disposed of before
     */
    public boolean dispose(Connection connection, String caseRef, Instant now) throws SQLException {
        return tables.dispose(connection, Marked.reference(caseRef), now);
    }

    private Marked marked(Message message) {
        return Marked.of(message, matching.keys(message), pseudonyms);
    }
}
