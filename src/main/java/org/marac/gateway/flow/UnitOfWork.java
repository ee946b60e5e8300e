package org.marac.gateway.flow;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Waiting;

/** What the main line writes, all or nothing: step 10. */
public interface UnitOfWork {
    /**
     * Runs the work in one transaction, alone or together with other work that came at the same time, and has
     * committed it when this returns. Runs it again from the start where two transactions met on the same case, or
     * where other work spoilt the transaction; throws where nothing could be written.
     */
    <T> T write(Work<T> work) throws Refused;

    /** What is done in one transaction before places in the audit log are taken: everything that needs none. */
    @FunctionalInterface
    interface Work<T> {
        Conclusion<T> in(Unit unit) throws Refused;
    }

    /**
     * The end of a work, written when its places in the audit log are known. All others wait from then to the commit.
     *
     * @param entries how many places it takes
     * @param write writes exactly so many entries, and what names their places
     */
    record Conclusion<T>(int entries, Function<Places, T> write) {
        /** Nothing more to write. */
        static <T> Conclusion<T> of(T result) {
            return new Conclusion<>(0, places -> result);
        }
    }

    /** The places taken in the audit log, one after another, and what the main line writes last. */
    interface Places {
        /** Index of the first. */
        long first();

        /** Writes entries to the places, in order. */
        void log(List<Entry> entries);

        /** Puts a sealed disclosure into the outbox. */
        void post(Posting posting);

        /** Keeps what waits for a person. */
        void hold(Waiting waiting);

        /**
         * Writes down where the log says that what is kept was refused, and by which receipt its sender knows: one of
         * before where none is given.
         */
        void refused(Unit.Shelved shelved, Position position, Optional<String> receiptId);

        /** Signs and keeps the receipt, so that every retry of what was claimed is told the same. */
        Answered answer(ReceiptFacts facts);
    }
}
