package org.marac.gateway.command;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Optional;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.message.JmsBytesMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.apache.qpid.proton.amqp.Symbol;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;

/** Sends to and reads from an agency's own addresses as its system would: AMQP 1.0 over TLS with the agency's certificate. */
final class QueueClient implements AutoCloseable {
    private final AgencyId agency;
    private final Connection connection;
    private final Session session;

    QueueClient(Credentials credentials, String host, int port) {
        this.agency = credentials.agency();
        JmsConnectionFactory factory = new JmsConnectionFactory(
                "amqps://" + host + ":" + port + "?amqp.saslMechanisms=EXTERNAL&transport.verifyHost=true");
        factory.setSslContext(credentials.tls());
        try {
            this.connection = factory.createConnection();
            this.session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            connection.start();
        } catch (JMSException e) {
            throw new IllegalStateException("The queue door does not let this agency in", e);
        }
    }

    /** Sends one message to the agency's inbound address; durable when this returns. */
    void send(Bytes message, MediaType type) {
        try (MessageProducer producer = session.createProducer(session.createQueue("marac.in." + agency))) {
            BytesMessage amqp = session.createBytesMessage();
            amqp.writeBytes(message.toArray());
            ((AmqpJmsMessageFacade) ((JmsBytesMessage) amqp).getFacade()).setContentType(Symbol.valueOf(type.code()));
            producer.send(amqp);
        } catch (JMSException e) {
            throw new IllegalStateException("The queue door did not take the message", e);
        }
    }

    /** The next receipt, if one comes in time. */
    Optional<Bytes> receipt(Duration patience) {
        return receive("marac.receipts." + agency, patience);
    }

    /** The next disclosure, if one comes in time. */
    Optional<Bytes> disclosure(Duration patience) {
        return receive("marac.out." + agency, patience);
    }

    private Optional<Bytes> receive(String address, Duration patience) {
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(address))) {
            Message message = consumer.receive(patience.toMillis());
            return message == null ? Optional.empty() : Optional.of(Bytes.of(message.getBody(byte[].class)));
        } catch (JMSException e) {
            throw new IllegalStateException("The queue door did not hand over a message", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (JMSException e) {
            throw new IllegalStateException("The connection did not close", e);
        }
    }
}
