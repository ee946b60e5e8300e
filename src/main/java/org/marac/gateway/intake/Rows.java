package org.marac.gateway.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/**
 * Spreadsheets, forms and sealed messages, whichever door they came by: each row, and each form, is an arrival of its own and goes down the
 * main line by itself, several at once. A row that comes again is answered as it was.
 */
public final class Rows {
    /** Where all is answered at once: more would keep everybody else waiting, and the answer would grow without end. */
    public static final int MOST_AT_ONCE = 5_000;

    private static final int BEGIN = 32;
    /** More would only wait for one another. */
    private static final int AT_ONCE = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    /** The object identifier 1.2.840.113549.1.9.16.1.23 as DER. */
    private static final String AUTH_ENVELOPED =
            new String(HexFormat.of().parseHex("060b2a864886f70d0109100117"), StandardCharsets.ISO_8859_1);

    private final Admission admission;
    private final Splitting splitting;
    private final RowProblems problems;
    private final Kinship kinship;
    private final Clock clock;
    private final int maximumBytes;

    /**
     * @param admission the main line
     * @param splitting takes files apart
     * @param problems all that is wrong with a row
     * @param kinship which rows may be about the same people
     * @param clock the gateway's clock
     * @param maximumBytes of a file that cannot be read, how much of it is kept
     */
    public Rows(
            Admission admission,
            Splitting splitting,
            RowProblems problems,
            Kinship kinship,
            Clock clock,
            int maximumBytes) {
        this.admission = admission;
        this.splitting = splitting;
        this.problems = problems;
        this.kinship = kinship;
        this.clock = clock;
        this.maximumBytes = maximumBytes;
    }

    /**
     * Whose file it is.
     *
     * @param door by which it came
     * @param peer who the transport proved it to be
     * @param agency whose mapping it is read with: the agency of that peer
     * @param again who has it taken once more; empty where its sender itself sent it
     */
    public record From(Door door, Peer peer, AgencyId agency, Optional<Arrival.Again> again) {

        /** A file its sender itself sent. */
        public From(Door door, Peer peer, AgencyId agency) {
            this(door, peer, agency, Optional.empty());
        }
    }

    /** Is told what became of each row, once that is durable. */
    @FunctionalInterface
    public interface Told {
        void of(RowAnswer answer) throws IOException;
    }

    /**
     * Takes a file down the main line, row by row.
     *
     * @param done the last row that was answered before, where the work was interrupted; 0 for none
     * @return why it, or the rest of it, could not be taken apart, or what is sealed was refused; empty where each row has
     *     its own answer
     * @throws IOException the file cannot be read, or {@code told} says so: what was answered stands
     */
    public Optional<Refusal> take(From from, Splitting.Source file, int done, Told told) throws IOException {
        return take(from, file, done, Integer.MAX_VALUE, told);
    }

    /**
     * The same of a file that is answered all at once and not row by row, and so not without end.
     *
     * @param most how many answers there may be; where there would be more, one more says that the rest was not read
     * @throws IOException the file cannot be read, or {@code told} says so: what was answered stands
     */
    public void takeAtMost(int most, From from, Splitting.Source file, Told told) throws IOException {
        take(from, file, 0, most, told);
    }

    private Optional<Refusal> take(From from, Splitting.Source file, int done, int most, Told told) throws IOException {
        if (isSealed(file)) {
            return done == 0 ? whole(from, MediaType.CMS, file, told) : Optional.empty();
        }
        try (Abreast abreast = new Abreast(AT_ONCE, told)) {
            Begun begun = new Begun(from, done, most, told, abreast);
            try {
                splitting.split(from.agency(), file, begun);
                abreast.end();
                return Optional.empty();
            } catch (TooManyRows rest) {
                abreast.end();
                told.of(RowAnswer.notRead("rest", "too-many-rows"));
                return Optional.empty();
            } catch (Refused refused) {
                abreast.end();
                told.of(RowAnswer.of(
                        begun.last == 0 ? 0 : begun.last + 1, refuse(from, file, refused.refusal()), List.of()));
                return Optional.of(refused.refusal());
            }
        }
    }

    /** What was begun stands, and the rest is not read. */
    private static final class TooManyRows extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Begins what comes after the last row that was answered before. */
    private final class Begun implements Splitting.Each {
        private final From from;
        private final int done;
        private final int most;
        private final Told told;
        private final Abreast abreast;
        private int answers;
        /** The number of the last row that was begun. */
        private int last;

        Begun(From from, int done, int most, Told told, Abreast abreast) {
            this.from = from;
            this.done = done;
            this.most = most;
            this.told = told;
            this.abreast = abreast;
            this.last = done;
        }

        @Override
        public void row(int number, Bytes row) throws IOException {
            if (number > done) {
                count();
                abreast.begin(kinship.of(from.agency(), row), () -> answer(from, number, row));
                last = number;
            }
        }

        @Override
        public void notRead(String place, String code) throws IOException {
            if (done == 0) {
                count();
                abreast.end();
                told.of(RowAnswer.notRead(place, code));
            }
        }

        private void count() throws TooManyRows {
            if (answers++ >= most) {
                throw new TooManyRows();
            }
        }
    }

    /**
     * Takes a file that is one message down the main line.
     *
     * @param type of what kind
     * @throws IOException the file cannot be read, or {@code told} says so
     */
    public void take(From from, MediaType type, Splitting.Source file, Told told) throws IOException {
        whole(from, type, file, told);
    }

    /**
     * Refuses something for what its door found wrong with it.
     *
     * @param peer who the transport proved it to be
     * @param something of which as much is on record as a message may have
     */
    public RowAnswer refuse(Door door, Peer peer, Bytes something, Refusal refusal) {
        Bytes beginning = something.size() <= maximumBytes
                ? something
                : Bytes.of(Arrays.copyOf(something.toArray(), maximumBytes + 1));
        Arrival arrival = new Arrival(
                door, peer, Optional.empty(), beginning, clock.instant(), Optional.empty(), Optional.empty());
        return RowAnswer.of(0, admission.refuse(arrival, refusal), List.of());
    }

    /** Whether it is CMS AuthEnvelopedData (RFC 5083): a sealed message, which is no table but one arrival as it is. */
    public static boolean isSealed(Splitting.Source file) throws IOException {
        try (InputStream in = file.open()) {
            String begin = new String(in.readNBytes(BEGIN), StandardCharsets.ISO_8859_1);
            return begin.startsWith("0") && begin.contains(AUTH_ENVELOPED);
        }
    }

    private Optional<Refusal> whole(From from, MediaType type, Splitting.Source file, Told told) throws IOException {
        try (InputStream in = file.open()) {
            Bytes message = Bytes.of(in.readNBytes(maximumBytes + 1));
            Arrival arrival = arrival(from, Optional.of(type), message, clock.instant());
            Outcome outcome = admission.admit(arrival);
            told.of(RowAnswer.of(1, outcome, List.of()));
            return outcome.answered().refusal();
        }
    }

    private RowAnswer answer(From from, int number, Bytes row) {
        Outcome outcome = admission.admit(arrival(from, Optional.of(MediaType.ROW), row, clock.instant()));
        boolean unread = outcome.answered()
                .refusal()
                .filter(no -> no.code() == RefusalCode.INVALID || no.code() == RefusalCode.UNSUPPORTED)
                .isPresent();
        return RowAnswer.of(number, outcome, unread ? problems.of(from.agency(), row) : List.of());
    }

    /** A file nobody can read is refused as a whole, and on record with as much of it as a message may have. */
    private Outcome refuse(From from, Splitting.Source file, Refusal refusal) throws IOException {
        try (InputStream in = file.open()) {
            Bytes beginning = Bytes.of(in.readNBytes(maximumBytes + 1));
            return admission.refuse(arrival(from, Optional.empty(), beginning, clock.instant()), refusal);
        }
    }

    private static Arrival arrival(From from, Optional<MediaType> type, Bytes bytes, Instant now) {
        Arrival arrival = new Arrival(from.door(), from.peer(), type, bytes, now, Optional.empty(), Optional.empty());
        return from.again().map(arrival::takenAgain).orElse(arrival);
    }
}
