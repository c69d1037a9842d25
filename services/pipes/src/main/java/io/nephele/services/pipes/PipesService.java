package io.nephele.services.pipes;

import io.nephele.api.pipes.Pipes;
import io.nephele.core.ServiceModule;
import io.nephele.core.World;
import io.nephele.core.call.Bindings;

/** Amazon EventBridge Pipes: from a source, by filters and enrichments, to a target. */
public final class PipesService implements ServiceModule {
  @Override
  public String name() {
    return "pipes";
  }

  @Override
  public void bind(Bindings on, World world) {
    PipesWorld pipes = new PipesWorld(world);
    Transitions transitions = new Transitions(pipes);
    Batches batches = new Batches(pipes);
    Pollers pollers =
        new Pollers(pipes, new QueuePoller(pipes, batches), new StreamPoller(pipes, batches));
    world.timers().on(Transitions.TIMER, transitions::fire);
    world.timers().onWork(Transitions.POLLING, pollers::work);
    on.onRelease(pollers::release);

    PipeCalls calls = new PipeCalls(pipes, transitions);
    on.bind(Pipes.CreatePipe, calls::create);
    on.bind(Pipes.UpdatePipe, calls::update);
    on.bind(Pipes.DescribePipe, calls::describe);
    on.bind(Pipes.ListPipes, calls::list);
    on.bind(Pipes.DeletePipe, calls::delete);
    on.bind(Pipes.StartPipe, calls::start);
    on.bind(Pipes.StopPipe, calls::stop);
    PipeTags tags = new PipeTags(pipes);
    on.bind(Pipes.TagResource, tags::tag);
    on.bind(Pipes.UntagResource, tags::untag);
    on.bind(Pipes.ListTagsForResource, tags::list);
    on.protect(tags);
  }
}
