"""Blender materials by number (see `creature.MATERIALS`, then `props.EARTH`) and the sky. All take the colour `Col` of the mesh."""
from __future__ import annotations

import bpy


def make_materials() -> list:
    """skin, fur, gloss, cloth, metal, glow, earth."""
    return [_principled('skin', 0.5, 0.25, 0.0, (14, 0.1)), _diffuse('fur', (40, 0.25)), _principled('gloss', 0.06, 0.6, 0.0, None),
            _diffuse('cloth', (25, 0.15)), _principled('metal', 0.32, 0.5, 0.55, (5, 0.12)), _glow(), _diffuse('earth', (2.2, 0.5))]


def _blank(name):
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    output = tree.nodes.new('ShaderNodeOutputMaterial')
    return material, tree, output


def _colour(tree, noise):
    """The mesh's colour, made uneven by a noise of (scale, amount)."""
    attribute = tree.nodes.new('ShaderNodeAttribute')
    attribute.attribute_name = 'Col'
    if noise is None:
        return attribute.outputs['Color']
    texture = tree.nodes.new('ShaderNodeTexNoise')
    texture.inputs['Scale'].default_value = noise[0]
    texture.inputs['Detail'].default_value = 2.0
    place = tree.nodes.new('ShaderNodeNewGeometry')
    tree.links.new(place.outputs['Position'], texture.inputs['Vector'])
    level = tree.nodes.new('ShaderNodeMapRange')
    level.inputs['From Min'].default_value, level.inputs['From Max'].default_value = 0.25, 0.75
    level.inputs['To Min'].default_value, level.inputs['To Max'].default_value = 1 - noise[1], 1 + noise[1]
    tree.links.new(texture.outputs['Fac'], level.inputs['Value'])
    scaled = tree.nodes.new('ShaderNodeVectorMath')
    scaled.operation = 'MULTIPLY'
    tree.links.new(attribute.outputs['Color'], scaled.inputs[0])
    tree.links.new(level.outputs['Result'], scaled.inputs[1])
    return scaled.outputs['Vector']


def _diffuse(name, noise):
    material, tree, output = _blank(name)
    shader = tree.nodes.new('ShaderNodeBsdfDiffuse')
    tree.links.new(_colour(tree, noise), shader.inputs['Color'])
    tree.links.new(shader.outputs[0], output.inputs['Surface'])
    return material


def _principled(name, roughness, specular, metallic, noise):
    material, tree, output = _blank(name)
    shader = tree.nodes.new('ShaderNodeBsdfPrincipled')
    shader.inputs['Roughness'].default_value = roughness
    shader.inputs['Specular'].default_value = specular
    shader.inputs['Metallic'].default_value = metallic
    tree.links.new(_colour(tree, noise), shader.inputs['Base Color'])
    tree.links.new(shader.outputs[0], output.inputs['Surface'])
    return material


def _glow():
    material, tree, output = _blank('glow')
    shader = tree.nodes.new('ShaderNodeEmission')
    shader.inputs['Strength'].default_value = 1.4
    tree.links.new(_colour(tree, None), shader.inputs['Color'])
    tree.links.new(shader.outputs[0], output.inputs['Surface'])
    return material


def make_sky(scene):
    """World whose colour runs from below over the horizon to the zenith, with soft clouds; returns the nodes to be set."""
    world = bpy.data.worlds.new('sky')
    scene.world = world
    world.use_nodes = True
    world.light_settings.distance = 6
    world.cycles.sampling_method = 'NONE'  # its importance map costs more than all samples of a frame
    tree = world.node_tree
    tree.nodes.clear()
    place = tree.nodes.new('ShaderNodeTexCoord')
    split = tree.nodes.new('ShaderNodeSeparateXYZ')
    tree.links.new(place.outputs['Generated'], split.inputs[0])
    ramp = tree.nodes.new('ShaderNodeValToRGB')
    ramp.color_ramp.elements.new(0.48)
    for element, at in zip(ramp.color_ramp.elements, (0.0, 0.5, 0.75)):
        element.position = at
    level = tree.nodes.new('ShaderNodeMapRange')
    level.inputs['From Min'].default_value, level.inputs['From Max'].default_value = -1, 1
    tree.links.new(split.outputs['Z'], level.inputs['Value'])
    tree.links.new(level.outputs['Result'], ramp.inputs['Fac'])
    noise = tree.nodes.new('ShaderNodeTexNoise')
    noise.inputs['Scale'].default_value, noise.inputs['Detail'].default_value = 3.5, 4
    stretch = tree.nodes.new('ShaderNodeMapping')
    stretch.inputs['Scale'].default_value = (1, 1, 3.5)
    tree.links.new(place.outputs['Generated'], stretch.inputs['Vector'])
    tree.links.new(stretch.outputs[0], noise.inputs['Vector'])
    cover = tree.nodes.new('ShaderNodeMapRange')
    cover.inputs['From Min'].default_value, cover.inputs['From Max'].default_value = 0.5, 0.72
    tree.links.new(noise.outputs['Fac'], cover.inputs['Value'])
    amount = tree.nodes.new('ShaderNodeMath')
    amount.operation = 'MULTIPLY'
    tree.links.new(cover.outputs['Result'], amount.inputs[0])
    blend = tree.nodes.new('ShaderNodeMixRGB')
    tree.links.new(amount.outputs[0], blend.inputs['Fac'])
    tree.links.new(ramp.outputs['Color'], blend.inputs['Color1'])
    shader = tree.nodes.new('ShaderNodeBackground')
    tree.links.new(blend.outputs[0], shader.inputs['Color'])
    output = tree.nodes.new('ShaderNodeOutputWorld')
    tree.links.new(shader.outputs[0], output.inputs['Surface'])
    return {'ramp': ramp.color_ramp, 'clouds': amount.inputs[1], 'cloud_colour': blend.inputs['Color2'], 'strength': shader.inputs['Strength']}


def set_sky(sky: dict, light) -> None:
    """Colours and strength of one scene's sky."""
    for element, colour in zip(sky['ramp'].elements, (light.below, light.horizon, light.zenith)):
        element.color = (*(float(c) ** 2.2 for c in colour), 1)
    sky['clouds'].default_value = light.clouds
    white = [min(1.0, float(c) * 0.4 + 0.6 * max(light.horizon)) for c in light.horizon]
    sky['cloud_colour'].default_value = (*(c ** 2.2 for c in white), 1)
    sky['strength'].default_value = light.sky_strength
