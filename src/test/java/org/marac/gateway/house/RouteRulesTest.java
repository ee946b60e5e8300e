package org.marac.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.intake.RouteRules;

/** Routes connect; they never compute. Every file an operator may change is read, and only what is on the list may be in it. */
class RouteRulesTest {
    private static final Path ROUTES = Path.of("routes");

    static Stream<Path> routes() throws IOException {
        try (Stream<Path> files = Files.walk(ROUTES)) {
            return files
                    .filter(file -> file.toString().matches(".*\\.ya?ml"))
                    // Mappings are no routes; MappingsTest reads them.
                    .filter(file -> !file.startsWith(ROUTES.resolve("mappings")))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void thereAreRoutes() throws IOException {
        assertThat(routes()).isNotEmpty();
    }

    @Test
    void nothingElseLiesAmongTheRoutes() throws IOException {
        for (String folder : List.of("doors", "agencies")) {
            Path place = ROUTES.resolve(folder);
            if (Files.exists(place)) {
                try (Stream<Path> files = Files.list(place)) {
                    assertThat(files).allMatch(file -> file.toString().endsWith(".camel.yaml"));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRouteOnlyConnects(Path file) throws IOException {
        assertThat(RouteRules.broken(Files.readString(file))).isEmpty();
    }

    @Test
    void anInstanceOfATemplateIsAllowed() {
        assertThat(RouteRules.broken("""
                        - templatedRoute:
                            routeTemplateRef: queue-in
                            routeId: wenbury-police-in
                            parameters:
                              - name: agency
                                value: wenbury-police
                        """)).isEmpty();
    }

    @Test
    void errorConfigurationIsAllowed() {
        assertThat(RouteRules.broken("""
                        - routeConfiguration:
                            id: errors
                            onException:
                              - onException:
                                  exception:
                                    - java.lang.IllegalStateException
                                  redeliveryPolicy:
                                    maximumRedeliveries: 3
                                  handled:
                                    constant: "true"
                                  steps:
                                    - removeHeaders:
                                        pattern: "*"
                                    - to: "jms:queue:marac.dead"
                        """)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // computing
                "script: {groovy: 'body.delete()'}",
                "setBody: {simple: 'x'}",
                "setBody: {constant: 'x'}",
                "transform: {simple: '${body}'}",
                "process: {ref: anything}",
                "filter: {simple: '${header.x}', steps: []}",
                "split: {simple: '${body}', steps: []}",
                "loop: {constant: '3', steps: []}",
                "marshal: {json: {}}",
                "log: {message: '${body}'}",
                "setHeader: {name: a, simple: '${body}'}",
                "setHeader: {name: a, expression: {simple: '${body}'}}",
                "setHeader: {name: a, expression: {method: {ref: door}}}",
                "setHeader: {name: a, constant: '${body}'}",
                "setHeader: {name: a, constant: x, simple: y}",
                "setHeader: {name: a}",
                "setProperty: {name: a, groovy: '1'}",
                "setProperty: {name: a, jsonpath: '$.victim'}",
                "setVariable: {name: a, constant: b}",
                // endpoints
                "toD: {uri: 'jms:queue:${header.to}'}",
                "toD: 'jms:queue:x'",
                "to: 'jms:queue:${header.to}'",
                "to: 'jms:queue:$simple{header.to}'",
                "to: {uri: 'jms:queue:x', parameters: {replyTo: '${header.to}'}}",
                "to: {uri: 'jms:queue:x', parameters: {replyTo: {a: b}}}",
                "to: 'jms:queue:x?password=hunter2'",
                "to: 'language:groovy:1'",
                "to: 'exec:rm'",
                "to: 'http://example.org'",
                "to: 'class:java.lang.Runtime'",
                "to: 'log:all'",
                "to: 'file:/tmp'",
                "to: '{{where}}'",
                "to: {}",
                "recipientList: {simple: '${header.to}'}",
                "routingSlip: {simple: '${header.to}'}",
                "dynamicRouter: {simple: '${header.to}'}",
                "enrich: {constant: 'file:x'}",
                "wireTap: {uri: 'jms:queue:x'}",
                "multicast: {steps: []}",
                // deciding
                "choice: {when: [{simple: '${body.victim} == 1', steps: []}]}",
                "choice: {when: [{simple: \"${header.a} is 'x'\", steps: []}]}",
                "choice: {when: [{simple: \"${body} is 'java.lang.String'\", steps: []}]}",
                "choice: {when: [{simple: \"${body} is 'org.marac.gateway.intake.NoSuchThing'\", steps: []}]}",
                "choice: {when: [{simple: \"${body} is 'org.marac.gateway.intake.QueueReply$Receipt' && 1 == 1\", steps: []}]}",
                "choice: {when: [{groovy: 'true', steps: []}]}",
                "choice: {when: [{expression: {xpath: '/a'}, steps: []}]}",
                "choice: {when: [], otherwise: {steps: [{choice: {when: []}}]}}",
                "choice: {precondition: true, when: []}",
                // headers
                "removeHeaders: {pattern: 'Camel*'}",
                "removeHeaders: {pattern: '*', excludePattern: 'CamelJmsDestinationName'}",
                "removeHeader: {name: a}",
                // secrets and placeholders
                "to: {uri: 'jms:queue:x', parameters: {password: hunter2}}",
                "to: {uri: 'jms:queue:x', parameters: {username: '{{user}}'}}",
                "to: 'jms:queue:user:hunter2@host'",
                "setHeader: {name: a, constant: 'my-secret'}",
                "setHeader: {name: a, constant: '{{env:HOME}}'}",
                "setHeader: {name: a, constant: '{{bean:x.y}}'}",
                "setHeader: {name: a, constant: '{{pw:hunter2}}'}",
                "to: {uri: 'jms:queue:x', parameters: {replyTo: 'RAW(x)'}}",
                // forms
                "{to: 'jms:queue:a', setHeader: {name: a, constant: b}}",
                "to: ['jms:queue:a']",
            })
    void refusesAStepThatDoesMore(String step) {
        assertThat(RouteRules.broken(route(step))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "to: 'bean:queueDoor'",
                "to: {uri: 'jms:queue:marac.receipts.{{agency}}', parameters: {jmsMessageType: Bytes}}",
                "bean: {ref: queueDoor}",
                "setHeader: {name: a, constant: b}",
                "setHeader: {name: a, expression: {constant: b}}",
                "setProperty: {name: agency, constant: '{{agency}}'}",
                "choice: {when: [{simple: \"${body} is 'org.marac.gateway.intake.QueueReply$Silence'\", steps: []}], otherwise: {steps: []}}",
            })
    void allowsAStepThatConnects(String step) {
        assertThat(RouteRules.broken(route(step))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- rest: {get: []}",
                "- beans: [{name: a, type: java.lang.Runtime}]",
                "- routeTemplate: {id: a, beans: [], from: {uri: 'direct:a', steps: []}}",
                "- onException: {exception: [java.lang.Exception]}",
                "- from: {uri: 'timer:tick', steps: []}",
                "- from: {uri: 'http://0.0.0.0:8080', steps: []}",
                "- route: {from: {uri: 'direct:a', steps: []}, precondition: '{{x}}'}",
                "- routeConfiguration: {intercept: []}",
                "- routeConfiguration: {onException: [{handled: {simple: '${body} == 1'}}]}",
                "- routeConfiguration: {onException: [{redeliveryPolicy: {logExhaustedMessageBody: true}}]}",
                "- routeConfiguration: {onException: [{retryWhile: {simple: '${body} == 1'}}]}",
                "- routeTemplate: {id: a, route: {from: {uri: 'jms:queue:a', steps: [{to: 'jms:queue:b'}]}}}",
                "- from: {uri: 'jms:queue:a', steps: [{to: 'jms:queue:b'}]}",
                "- from: {uri: 'jms:queue:a', steps: [{to: 'jms:queue:b'}, {removeHeaders: {pattern: '*'}}]}",
                "- from: {uri: 'jms:queue:a', steps: [{to: 'bean:queueDoor'}]}",
                "from: {uri: 'direct:a', steps: []}",
                "- from: {uri: 'direct:a', steps: []}\n  from: {uri: 'direct:b', steps: []}",
                "- &a {from: {uri: 'direct:a', steps: []}}\n- *a",
                "- !!java.net.URL ['http://example.org']",
                "{",
                "",
            })
    void refusesAFileThatIsNotARoute(String file) {
        assertThat(RouteRules.broken(file)).isNotEmpty();
    }

    /** What is said of a file is shown to people and written to logs. */
    @Test
    void whatIsSaidOfAFileRepeatsNoValue() {
        for (String file : List.of(
                route("to: 'jms:queue:x?password=hunter2'"),
                route("to: {uri: 'jms:queue:x', parameters: {password: hunter2}}"),
                route("setHeader: {name: a, constant: '{{pw:hunter2}}'}"),
                "- hunter2: [",
                "- {'hunter2 is my key': 1}",
                "- !hunter2 a")) {
            assertThat(RouteRules.broken(file)).as(file).isNotEmpty().noneMatch(said -> said.contains("hunter2"));
        }
    }

    /** One step after the headers are gone, in a route that is otherwise allowed. */
    private static String route(String step) {
        return """
               - from:
                   uri: "jms:queue:marac.work.x"
                   steps:
                     - removeHeaders:
                         pattern: "*"
                     - %s
               """.formatted(step);
    }
}
