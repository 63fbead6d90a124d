// Recipe keys where room is short: generator.optimizer.lr becomes G lr, with the player's colour beside it.

export function shortKey(key) {
    const player = key.startsWith('generator') ? 'generator' : key.startsWith('discriminator') ? 'discriminator' : null;
    const rest = player ? key.slice(player.length + 1) : key;
    const parts = rest
        .replace('optimizer.', '')
        .replace(/^loss\.(?!kind)/, '')
        .replaceAll('_', ' ');
    return { player, words: player ? `${player === 'generator' ? 'G' : 'D'} ${parts}` : parts };
}
