package org.marac.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Ticking;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;

/** Step 12 with routes that take, fail and hang; the outbox is a list. */
class DispatchTest {
    private static final AgencyId POLICE = new AgencyId("police");
    private static final AgencyId HOUSING = new AgencyId("housing");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Desk desk = new Desk();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();
    private final Map<AgencyId, String> obstacles = new ConcurrentHashMap<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final Map<String, Supplier<RuntimeException>> why = new ConcurrentHashMap<>();
    private final Map<String, Runnable> meanwhile = new ConcurrentHashMap<>();
    private final Queue<Error> errors = new ConcurrentLinkedQueue<>();
    private final AtomicInteger knocks = new AtomicInteger();
    private final Ticking clock = new Ticking(NOW);
    private Dispatch dispatch;

    /** What waits, and what dispatch says of it. */
    private static final class Desk implements Dispatch.Desk {
        private final List<Outbox.Due> waiting = new ArrayList<>();
        private final List<Outbox.Due> delivered = new CopyOnWriteArrayList<>();
        private final Map<Long, Instant> failed = new ConcurrentHashMap<>();
        private final Map<Long, String> setAside = new ConcurrentHashMap<>();
        private final Map<Long, Instant> postponed = new ConcurrentHashMap<>();
        private final Set<Long> withdrawn = ConcurrentHashMap.newKeySet();
        private final List<List<Long>> renewed = new CopyOnWriteArrayList<>();
        private final Queue<Error> errors = new ConcurrentLinkedQueue<>();

        synchronized void post(long id, AgencyId recipient, String text) {
            post(id, recipient, "case of " + id, text);
        }

        synchronized void post(long id, AgencyId recipient, String caseRef, String text) {
            Bytes sealed = Bytes.utf8(text);
            waiting.add(new Outbox.Due(
                    id, recipient, Door.QUEUE, id, sealed, sealed.digest(), 1, Optional.empty(), caseRef));
        }

        synchronized List<Long> waiting() {
            return waiting.stream().map(Outbox.Due::id).toList();
        }

        @Override
        public synchronized List<Outbox.Due> take(int most, Set<Outbox.Lane> shut) {
            fail(errors);
            List<Outbox.Due> due =
                    waiting.stream().filter(one -> !shut.contains(one.lane())).toList();
            waiting.removeAll(due);
            return due;
        }

        @Override
        public Set<Long> renewed(List<Outbox.Due> lent) {
            List<Long> ids = lent.stream().map(Outbox.Due::id).toList();
            renewed.add(ids);
            return ids.stream().filter(id -> !withdrawn.contains(id)).collect(Collectors.toSet());
        }

        @Override
        public void delivered(List<Outbox.Due> handed) {
            delivered.addAll(handed);
        }

        @Override
        public void postponed(List<Outbox.Due> untried, Instant until) {
            untried.forEach(one -> postponed.put(one.id(), until));
        }

        @Override
        public void failed(Outbox.Due due, Instant until) {
            failed.put(due.id(), until);
        }

        @Override
        public void setAside(Outbox.Due due, String reason) {
            setAside.put(due.id(), reason);
        }
    }

    @BeforeEach
    void start() throws Exception {
        camel.disableJMX();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                for (String agency : List.of("police", "housing")) {
                    from("direct:out-" + agency)
                            .process(exchange -> take(exchange.getMessage().getBody(String.class)));
                }
            }
        });
        camel.start();
        dispatch = new Dispatch(desk, this::obstacle, camel.createProducerTemplate(), clock);
    }

    private Optional<String> obstacle(AgencyId agency) {
        if (!taken.isEmpty()) {
            fail(errors);
        }
        return Optional.ofNullable(obstacles.get(agency));
    }

    private static void fail(Queue<Error> errors) {
        Error error = errors.poll();
        if (error != null) {
            throw error;
        }
    }

    private void take(String text) throws InterruptedException {
        if (text.startsWith("hangs") && !hanging.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("never released");
        }
        if (dead.stream().anyMatch(text::startsWith)) {
            throw new IllegalStateException("takes nothing");
        }
        for (Map.Entry<String, Supplier<RuntimeException>> one : why.entrySet()) {
            if (text.startsWith(one.getKey())) {
                knocks.incrementAndGet();
                throw one.getValue().get();
            }
        }
        taken.add(text);
        meanwhile.getOrDefault(text, () -> {}).run();
    }

    @AfterEach
    void stop() {
        hanging.countDown();
        dispatch.close();
        camel.stop();
    }

    @Test
    void aDoorThatHangsHoldsUpNobodyElse() {
        desk.post(1, HOUSING, "hangs");
        desk.post(2, POLICE, "for the police");
        dispatch.start();

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(desk.delivered).extracting(Outbox.Due::id).containsExactly(2L));
        desk.post(3, POLICE, "more for the police");
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(desk.delivered).extracting(Outbox.Due::id).containsExactly(2L, 3L));

        hanging.countDown();
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(desk.delivered).extracting(Outbox.Due::id).containsExactly(2L, 3L, 1L));
    }

    @Test
    void aDeadDoorIsKnockedAtTwiceAndWhatIsLeftWaitsInItsOrder() {
        dead.add("housing");
        for (long id = 1; id <= 5; id++) {
            desk.post(id, HOUSING, "housing " + id);
        }
        desk.post(6, POLICE, "police 6");
        dispatch.start();

        Awaitility.await().untilAsserted(() -> assertThat(desk.postponed).containsOnlyKeys(3L, 4L, 5L));
        assertThat(desk.failed).containsOnlyKeys(1L, 2L);
        Instant until = desk.failed.getOrDefault(1L, Instant.MIN);
        assertThat(until).isBetween(NOW.plusMillis(800), NOW.plusMillis(1_200));
        assertThat(desk.failed.values()).containsOnly(until);
        assertThat(desk.postponed.values()).containsOnly(until);
        Awaitility.await().untilAsserted(() -> assertThat(taken).containsExactly("police 6"));
    }

    @Test
    void whatFailsAloneHoldsUpNothing() {
        dead.add("housing 1");
        for (long id = 1; id <= 3; id++) {
            desk.post(id, HOUSING, "housing " + id);
        }
        dispatch.start();

        Awaitility.await().untilAsserted(() -> assertThat(taken).containsExactly("housing 2", "housing 3"));
        assertThat(desk.failed).containsOnlyKeys(1L);
        assertThat(desk.postponed).isEmpty();
        desk.post(4, HOUSING, "housing 4");
        Awaitility.await().untilAsserted(() -> assertThat(taken).contains("housing 4"));
    }

    @Test
    void whatFailsAloneIsNotOvertakenByWhatIsOfTheSameCase() {
        dead.add("housing 1");
        desk.post(1, HOUSING, "one case", "housing 1");
        desk.post(2, HOUSING, "one case", "housing 2");
        desk.post(3, HOUSING, "another case", "housing 3");
        desk.post(4, HOUSING, "one case", "housing 4");
        dispatch.start();

        Awaitility.await().untilAsserted(() -> assertThat(desk.postponed).containsOnlyKeys(2L, 4L));
        assertThat(taken).containsExactly("housing 3");
        assertThat(desk.failed).containsOnlyKeys(1L);
    }

    @Test
    void aDoorThatSaysItIsAwayIsKnockedAtOnceAndAgainOnlyWhenItsTimeHasCome() {
        why.put("housing", () -> new DoorAway("nobody answers"));
        for (long id = 1; id <= 5; id++) {
            desk.post(id, HOUSING, "housing " + id);
        }
        dispatch.start();

        Awaitility.await().untilAsserted(() -> assertThat(desk.postponed).containsOnlyKeys(2L, 3L, 4L, 5L));
        assertThat(desk.failed).containsOnlyKeys(1L);
        desk.post(6, HOUSING, "housing 6");
        desk.post(7, POLICE, "police 7");
        Awaitility.await().untilAsserted(() -> assertThat(taken).contains("police 7"));
        assertThat(desk.waiting()).as("left alone while the door is shut").containsExactly(6L);
        assertThat(knocks.get()).isEqualTo(1);

        clock.tick(Duration.ofMillis(1_300));
        dispatch.ring();
        Awaitility.await().untilAsserted(() -> assertThat(desk.failed).containsOnlyKeys(1L, 6L));
        assertThat(knocks.get()).as("a probe, and no more").isEqualTo(2);
        assertThat(desk.failed.getOrDefault(6L, Instant.MIN))
                .as("later and later")
                .isBetween(clock.instant().plusMillis(1_600), clock.instant().plusMillis(2_400));

        why.clear();
        clock.tick(Duration.ofMillis(2_500));
        desk.post(8, HOUSING, "housing 8");
        dispatch.ring();
        Awaitility.await().untilAsserted(() -> assertThat(taken).contains("housing 8"));
    }

    @Test
    void aDoorThatSaysHowLongItWantsToBeLeftAloneIsLeftAloneSoLong() {
        why.put("housing", () -> new DoorAway("it answers 503", Duration.ofSeconds(90)));
        desk.post(1, HOUSING, "housing 1");
        desk.post(2, HOUSING, "housing 2");
        dispatch.start();

        Awaitility.await().untilAsserted(() -> assertThat(desk.postponed).containsOnlyKeys(2L));
        assertThat(desk.failed.values()).containsOnly(NOW.plusSeconds(90));
        assertThat(desk.postponed.values()).containsOnly(NOW.plusSeconds(90));
    }

    @Test
    void whatTheRecipientWillNeverTakeIsSetAsideAndHoldsUpNothing() {
        why.put("housing 1", () -> new NotTaken("hl7-ae"));
        desk.post(1, HOUSING, "one case", "housing 1");
        desk.post(2, HOUSING, "one case", "housing 2");
        dispatch.start();

        Awaitility.await().untilAsserted(() -> assertThat(taken).containsExactly("housing 2"));
        assertThat(desk.setAside).containsExactly(Map.entry(1L, "hl7-ae"));
        assertThat(desk.failed).isEmpty();
    }

    @Test
    void whatTheRecipientWillNotTakeNowShutsNoDoor() {
        why.put("housing 1", () -> new NotNow("busy"));
        desk.post(1, HOUSING, "housing 1");
        dispatch.start();

        Awaitility.await().untilAsserted(() -> assertThat(desk.failed).containsOnlyKeys(1L));
        desk.post(2, HOUSING, "housing 2");
        Awaitility.await().untilAsserted(() -> assertThat(taken).containsExactly("housing 2"));
    }

    @Test
    void anAgencyThatMayNotHaveItAnyMoreGetsNothingAndItIsNotCountedAsATry() {
        obstacles.put(HOUSING, "not-a-signatory");
        desk.post(1, HOUSING, "for housing, that withdrew");
        desk.post(2, POLICE, "for the police");
        dispatch.start();

        Awaitility.await().untilAsserted(() -> assertThat(desk.postponed).containsOnlyKeys(1L));
        Awaitility.await().untilAsserted(() -> assertThat(taken).containsExactly("for the police"));
        assertThat(desk.failed).isEmpty();
    }

    @Test
    void whatIsWithdrawnWhileWhatIsBeforeItIsHandedOverSlowlyIsNeverHandedOver() {
        meanwhile.put("housing 1", () -> {
            clock.tick(Duration.ofMillis(300));
            desk.withdrawn.add(3L);
        });
        for (long id = 1; id <= 4; id++) {
            desk.post(id, HOUSING, "housing " + id);
        }
        dispatch.start();

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(desk.delivered).extracting(Outbox.Due::id).containsExactly(1L, 2L, 4L));
        assertThat(taken).containsExactly("housing 1", "housing 2", "housing 4");
        assertThat(desk.failed).isEmpty();
        assertThat(desk.postponed).isEmpty();
        assertThat(desk.renewed).as("once for all that is not begun").containsExactly(List.of(2L, 3L, 4L));
    }

    @Test
    void aQuickDoorIsNotHeldUpByQuestions() {
        meanwhile.put("housing 1", () -> clock.tick(Duration.ofMillis(200)));
        for (long id = 1; id <= 4; id++) {
            desk.post(id, HOUSING, "housing " + id);
        }
        dispatch.start();

        Awaitility.await().untilAsserted(() -> assertThat(desk.delivered).hasSize(4));
        assertThat(desk.renewed).isEmpty();
    }

    @Test
    void anAgencyThatIsSuspendedWhileTheFirstIsOnItsWayGetsNoMoreAndTheRestWaitsInItsOrder() {
        meanwhile.put("housing 1", () -> obstacles.put(HOUSING, "not-a-signatory"));
        for (long id = 1; id <= 3; id++) {
            desk.post(id, HOUSING, "housing " + id);
        }
        dispatch.start();

        Awaitility.await().untilAsserted(() -> assertThat(desk.postponed).containsOnlyKeys(2L, 3L));
        assertThat(desk.postponed.values()).containsOnly(NOW.plusSeconds(10));
        assertThat(desk.failed).as("no try of theirs").isEmpty();
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(desk.delivered).extracting(Outbox.Due::id).containsExactly(1L));

        obstacles.clear();
        desk.post(2, HOUSING, "housing 2");
        desk.post(3, HOUSING, "housing 3");
        desk.post(4, POLICE, "police 4");
        Awaitility.await().untilAsserted(() -> assertThat(taken).containsExactly("housing 1", "police 4"));
        clock.tick(Duration.ofSeconds(10));
        dispatch.ring();
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(taken).containsExactly("housing 1", "police 4", "housing 2", "housing 3"));
    }

    @Test
    void whereMemoryIsShortWhenTheOutboxIsAskedDispatchGoesOn() {
        desk.errors.add(new OutOfMemoryError("practice"));
        desk.post(1, HOUSING, "housing 1");
        dispatch.start();

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(desk.delivered).extracting(Outbox.Due::id).containsExactly(1L));
        assertThat(desk.errors).isEmpty();
    }

    @Test
    void whereMemoryIsShortDuringAHandOverTheWayIsNotShutForGoodAndWhatWasHandedOverCounts() {
        errors.add(new OutOfMemoryError("practice"));
        desk.post(1, HOUSING, "housing 1");
        desk.post(2, HOUSING, "housing 2");
        dispatch.start();

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(desk.delivered).extracting(Outbox.Due::id).containsExactly(1L));
        assertThat(errors).isEmpty();
        desk.post(2, HOUSING, "housing 2");
        clock.tick(Lanes.FIRST_RETRY);
        dispatch.ring();
        Awaitility.await().untilAsserted(() -> assertThat(taken).containsExactly("housing 1", "housing 2"));
    }

    @Test
    void whatThereIsNoMemoryForIsTriedAgainAndHoldsUpNothing() {
        why.put("housing 1", () -> {
            throw new OutOfMemoryError("practice");
        });
        desk.post(1, HOUSING, "housing 1");
        desk.post(2, HOUSING, "housing 2");
        dispatch.start();

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(desk.delivered).extracting(Outbox.Due::id).containsExactly(2L));
        assertThat(desk.failed).containsOnlyKeys(1L);
        desk.post(3, HOUSING, "housing 3");
        Awaitility.await().untilAsserted(() -> assertThat(taken).containsExactly("housing 2", "housing 3"));
    }

    @Test
    void theWaitDoublesUpToFiveMinutesGiveOrTakeAFifth() {
        for (int failures = 1; failures < 40; failures++) {
            long doubled = failures > 9 ? 300_000 : Math.min(300_000, 1_000L << (failures - 1));
            assertThat(Lanes.later(failures))
                    .isBetween(Duration.ofMillis(doubled * 8 / 10), Duration.ofMillis(doubled * 12 / 10));
        }
        assertThat(java.util.stream.Stream.generate(() -> Lanes.later(9))
                        .limit(50)
                        .distinct())
                .as("not everything comes back at once")
                .hasSizeGreaterThan(10);
    }
}
