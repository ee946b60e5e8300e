package org.marac.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.storage.StorageUnavailable;
import org.marac.gateway.storage.Transactions;

class RecognitionTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final AgencyId POLICE = new AgencyId("wenbury-police");
    private static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");

    private final Transactions transactions = Databases.shared().transactions();
    private final Recognition recognition = new Recognition((use, parts) ->
            UUID.nameUUIDFromBytes((use + '\n' + String.join("\n", parts)).getBytes(StandardCharsets.UTF_8)));
    private final Digest content = random();
    private final Optional<MessageId> message = id();
    private final Optional<MessageId> transmission = id();

    @Test
    void theSameMessageIdWithOtherContentIsAConflict() throws Refused {
        claim(POLICE, content, message, transmission);
        assertConflict(() -> claim(POLICE, random(), message, id()));
    }

    @Test
    void theSameTransmissionWithOtherContentIsAConflict() throws Refused {
        claim(POLICE, content, message, transmission);
        assertConflict(() -> claim(POLICE, random(), id(), transmission));
        assertConflict(() -> recognise(POLICE, random(), transmission));
    }

    @Test
    void theAnswerToAConflictClaimsNoIdAndIsRecognisedItself() throws Refused {
        claim(POLICE, content, message, transmission);
        Digest other = random();
        long answer = claim(POLICE, other, Optional.empty(), Optional.empty()).key();
        assertThat(recognise(POLICE, other, transmission)).hasValue(answer);
    }

    @Test
    void anotherAgencysIdsAndContentAreItsOwn() throws Refused {
        claim(POLICE, content, message, transmission);
        assertThat(recognise(HOSPITAL, content, transmission)).isEmpty();
        assertThat(claim(HOSPITAL, content, message, transmission).fresh()).isTrue();
    }

    @Test
    void whatWasRolledBackWasNeverMet() throws Refused {
        assertThatThrownBy(() -> transactions.<Recognition.Claimed, Refused>write(c -> {
                    recognition.claim(c, new Recognition.Claim(POLICE, content, message, transmission), NOW);
                    throw new SQLException("killed here", "57P01");
                }))
                .isInstanceOf(StorageUnavailable.class);
        assertThat(recognise(POLICE, content, transmission)).isEmpty();
        assertThat(claim(POLICE, content, message, transmission).fresh()).isTrue();
    }

    @Test
    void ofCopiesAtTheSameMomentOneIsFresh() throws Exception {
        for (int round = 0; round < 20; round++) {
            Digest copied = random();
            Optional<MessageId> id = id();
            assertThat(atOnce(4, () -> claim(POLICE, copied, id, Optional.empty())))
                    .hasSize(4)
                    .filteredOn(Recognition.Claimed::fresh)
                    .hasSize(1);
        }
    }

    @Test
    void aRetryIsRecognisedWhateverItsTransmission() throws Refused {
        long key = claim(POLICE, content, message, transmission).key();
        assertThat(recognise(POLICE, content, transmission)).hasValue(key);
        assertThat(recognise(POLICE, content, id())).hasValue(key);
        assertThat(recognise(POLICE, content, Optional.empty())).hasValue(key);
        assertThat(claim(POLICE, content, message, transmission)).isEqualTo(new Recognition.Claimed(false, key));
    }

    @Test
    void aMessageNotMetIsFresh() throws Refused {
        assertThat(recognise(POLICE, content, transmission)).isEmpty();
    }

    private Recognition.Claimed claim(AgencyId sender, Digest digest, Optional<MessageId> id, Optional<MessageId> sent)
            throws Refused {
        return transactions.<Recognition.Claimed, Refused>write(
                c -> recognition.claim(c, new Recognition.Claim(sender, digest, id, sent), NOW));
    }

    private OptionalLong recognise(AgencyId sender, Digest digest, Optional<MessageId> sent) throws Refused {
        return transactions.<OptionalLong, Refused>read(c -> recognition.recognise(c, sender, digest, sent));
    }

    private static void assertConflict(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.CONFLICT));
    }

    private interface Task<T> {
        T run() throws Exception;
    }

    private static <T> List<T> atOnce(int threads, Task<T> task) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int n = 0; n < threads; n++) {
                futures.add(pool.submit(() -> {
                    start.await();
                    return task.run();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdown();
        }
    }

    private static Digest random() {
        return Digest.of(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<MessageId> id() {
        return Optional.of(new MessageId(UUID.randomUUID().toString()));
    }
}
