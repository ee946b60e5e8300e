package org.marac.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nobody's mail waits because of what another sends. */
class TurnsTest {
    @Test
    void agenciesComeInTurnsBeforeWhatIsNone() {
        assertThat(order(lying("x1", "p1", "p2", "p3", "h1", "x2"), Set.of("p1", "p2", "p3"), Set.of("h1")))
                .containsExactly("p1", "h1", "p2", "p3", "x1", "x2");
    }

    @Test
    void nobodyHasMoreThanAFewInARound() {
        String[] police = many("p");
        String[] strangers = many("x");

        List<String> round = order(
                lying(Stream.concat(Stream.of(strangers), Stream.of(police)).toArray(String[]::new)), Set.of(police));

        assertThat(round).hasSize(2 * Turns.OF_ONE).startsWith("p0", "p1").endsWith("x" + (Turns.OF_ONE - 1));
    }

    @Test
    void whatSaysItIsFromTwoIsTakenOnce() {
        assertThat(order(lying("a", "b"), Set.of("a"), Set.of("a", "b"))).containsExactly("a", "b");
    }

    @Test
    void withoutAServerThatLooksItIsTakenAsItLies() {
        assertThat(order(lying("b", "a"))).containsExactly("b", "a");
    }

    @SafeVarargs
    private static List<String> order(List<Inbox.Waiting> waiting, Set<String>... senders) {
        return Turns.of(waiting, List.of(senders)).stream()
                .map(Inbox.Waiting::place)
                .toList();
    }

    private static String[] many(String name) {
        return IntStream.range(0, 5 * Turns.OF_ONE).mapToObj(i -> name + i).toArray(String[]::new);
    }

    private static List<Inbox.Waiting> lying(String... places) {
        return Stream.of(places).map(Lying::new).collect(Collectors.toList());
    }

    private record Lying(String place) implements Inbox.Waiting {
        @Override
        public byte[] read(int most) {
            return new byte[0];
        }

        @Override
        public void done() {
            throw new AssertionError("Only the order is asked");
        }

        @Override
        public void aside() {
            throw new AssertionError("Only the order is asked");
        }
    }
}
