export { ActorsClient, type ConnectOptions } from './actors-client';
export { EventStream, type ConnectionState, type StreamListener } from './event-stream';
export * from './events';
export { identityOfToken, type Identity } from './identity';
export { isTerminal, type Accepted, type Job, type JobStatus, type Snapshot, type TextRequest } from './jobs';
export { ApiProblem } from './problem';
export { userChannel } from './user-channel';
