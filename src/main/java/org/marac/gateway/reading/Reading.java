package org.marac.gateway.reading;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.marac.gateway.model.Attachment;
import org.marac.gateway.model.Bytes;

/**
 * What does an attached document say? All of it, or nothing: a document of which a part cannot be read (a picture, a
 * locked or a broken file) counts as not readable, because what cannot be read cannot be searched. Documents are hostile
 * until proven otherwise: how much they unpack to, how many pages they have and how long they take is limited. Safe to
 * share between threads.
 */
public final class Reading {
    /** So much text no letter has; more is not searched. */
    static final int MOST_WORDS = 1_000_000;

    private static final int AT_ONCE = 2;

    private final Duration patience;
    private final ExecutorService readers = Executors.newFixedThreadPool(AT_ONCE, work -> {
        Thread thread = new Thread(work, "reading");
        thread.setDaemon(true);
        return thread;
    });

    /** @param patience how long one document may take */
    public Reading(Duration patience) {
        this.patience = patience;
    }

    /** Everything the document says; empty where nobody can tell all of it. */
    public Optional<String> words(Attachment.Type type, Bytes document) {
        Future<Optional<String>> words = readers.submit(() -> read(type, document.toArray()));
        try {
            return words.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // What breaks the reader, or keeps it busy for ever, is not readable either; its message may quote the
            // text.
            words.cancel(true);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading a document", e);
        }
    }

    private static Optional<String> read(Attachment.Type type, byte[] document) {
        try {
            String words = switch (type) {
                case TEXT -> plain(document);
                case PDF -> PdfWords.of(document);
                case DOCX -> DocxWords.of(document);
            };
            return words.length() > MOST_WORDS ? Optional.empty() : Optional.of(words);
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    private static String plain(byte[] document) throws Unreadable {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString();
            if (text.chars().anyMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c))) {
                throw new Unreadable("not plain text");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new Unreadable("not UTF-8");
        }
    }
}
